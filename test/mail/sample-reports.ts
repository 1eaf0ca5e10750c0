/** What a report is about: whose return path, which failure. */
export interface Reported {
  /** Where the report comes to. */
  to: string;
  status?: string;
  action?: string;
  said?: string;
  /** The header in the copy of the mail. */
  unsubscribe?: string;
  messageId?: string;
}

const wire = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'));

const original = (
  to: string,
  unsubscribe = '<https://paper.example.org/unsubscribe/none>',
) => `Return-Path: <${to}>
From: Broadsheet <paper@paper.example.org>
To: reader@example.net
Subject: 4 papers for you
List-Unsubscribe: ${unsubscribe}
Message-ID: <one@paper.example.org>
`;

/** As Postfix writes it: three parts, marked as an automatic answer, the sender of the mail in a field of its own. */
export function postfixReport({ to, status = '5.1.1', action = 'failed', ...rest }: Reported): Buffer {
  const { said = 'smtp; 550 5.1.1 <reader@example.net>: Recipient address\n    rejected: User unknown' } =
    rest;
  return wire(`Return-Path: <>
Delivered-To: ${to}
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="A1B2"
Message-Id: <${rest.messageId ?? 'r1'}@mx.example.net>

--A1B2
Content-Type: text/plain; charset=us-ascii

The mail system could not hand your message on.
--A1B2
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4XyZ
X-Postfix-Sender: rfc822; ${to}
Arrival-Date: Fri, 21 Aug 2026 05:00:02 +0000 (UTC)

Final-Recipient: rfc822; reader@example.net
Original-Recipient: rfc822;reader@example.net
Action: ${action}
Status: ${status}
Remote-MTA: dns; in.example.net
Diagnostic-Code: ${said}

--A1B2
Content-Type: message/rfc822

${original(to, rest.unsubscribe)}
The digest.
--A1B2--
`);
}

/** As Exim writes it: a status of no meaning, the reply of the other server, headers only. */
export function eximReport({ to, status = '5.0.0', said, unsubscribe }: Reported): Buffer {
  return wire(`Return-path: <>
Envelope-to: ${to}
X-Failed-Recipients: reader@example.net
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@relay.example.net>
To: ${to}
References: <one@paper.example.org>
Content-Type: multipart/report; report-type=delivery-status; boundary=1755-eximdsn-99
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1a-0001@relay.example.net>

--1755-eximdsn-99
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered.
--1755-eximdsn-99
Content-type: message/delivery-status

Reporting-MTA: dns; relay.example.net

Action: failed
Final-Recipient: rfc822;reader@example.net
Status: ${status}
Remote-MTA: dns; in.example.net
Diagnostic-Code: smtp; ${said ?? '550-5.1.1 The account you tried to reach is not here.'}

--1755-eximdsn-99
Content-type: text/rfc822-headers

${original(to, unsubscribe)}
--1755-eximdsn-99--
`);
}

/** As Exim wrote it before it learnt of reports: words, a line of dashes, the mail. */
export function eximWords({
  to,
  said = '550 5.1.1 <reader@example.net>: no such mailbox',
}: Reported): Buffer {
  return wire(`Return-path: <>
X-Failed-Recipients: reader@example.net
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@relay.example.net>
To: ${to}
Subject: Mail delivery failed: returning message to sender

A message that you sent could not be delivered to all of its recipients.

  reader@example.net
    host in.example.net [192.0.2.25]
    SMTP error from remote mail server after RCPT TO:<reader@example.net>:
    ${said}

------ This is a copy of the message, including all the headers. ------

${original(to)}
Paper 550 5.1.1 is about mail that comes back.
`);
}

/** As Exchange writes it: an HTML part, codes of its own, the copy as a mail. */
export function exchangeReport({ to, status = '5.1.10', said, unsubscribe }: Reported): Buffer {
  const reply =
    said ?? 'smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup';
  return wire(`MIME-Version: 1.0
From: <postmaster@corp.example.com>
To: <${to}>
Date: Fri, 21 Aug 2026 05:00:09 +0000
Content-Type: multipart/report; report-type=delivery-status;
	boundary="9f2c_corp"
X-MS-Exchange-Message-Is-Ndr:
Message-ID: <ndr-1@corp.example.com>
Subject: Undeliverable: 4 papers for you

--9f2c_corp
Content-Type: multipart/alternative; differences=Content-Type; boundary="in_9f2c"

--in_9f2c
Content-Type: text/plain; charset="us-ascii"

Your message could not be delivered.
--in_9f2c
Content-Type: text/html; charset="us-ascii"

<p>Your message could not be delivered.</p>
--in_9f2c--

--9f2c_corp
Content-Type: message/delivery-status

Reporting-MTA: dns;EX1.corp.example.com
Received-From-MTA: dns;mail.paper.example.org
Arrival-Date: Fri, 21 Aug 2026 05:00:08 +0000

Original-Recipient: rfc822;reader@corp.example.com
Final-Recipient: rfc822;reader@corp.example.com
Action: failed
Status: ${status}
Diagnostic-Code: ${reply}

--9f2c_corp
Content-Type: message/rfc822

${original(to, unsubscribe)}
The digest.
--9f2c_corp--
`);
}

/** A complaint (RFC 5965), with the addresses blotted out but for the headers that are signed. */
export function complaint({ to, unsubscribe, type = 'abuse' }: Reported & { type?: string }): Buffer {
  return wire(`From: <abuse-desk@example.com>
To: <postmaster@paper.example.org>
Subject: FW: 4 papers for you
MIME-Version: 1.0
Message-ID: <arf-1@example.com>
Content-Type: multipart/report; report-type=feedback-report;
	boundary="part_arf"

--part_arf
Content-Type: text/plain; charset="US-ASCII"

A person marked this message as unwanted.
--part_arf
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <${to}>
Original-Rcpt-To: <redacted@example.com>

--part_arf
Content-Type: message/rfc822
Content-Disposition: inline

${original('redacted@example.com', unsubscribe)}
The digest.
--part_arf--
`);
}

/** A person's mail program answers by itself, to whom the envelope names. */
export function vacation({ to }: Reported): Buffer {
  return wire(`Return-Path: <>
From: Reader <reader@example.net>
To: ${to}
Subject: Automatic reply: 4 papers for you
Auto-Submitted: auto-replied
Content-Type: text/plain

I am away until Monday. My old address gave 550 5.1.1, use this one.
`);
}
